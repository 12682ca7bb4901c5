// Package auth keeps what a browser carries from one request to the next: sealed
// cookies, which nobody but Vahti can read or make. What Microsoft Entra says of a
// person is verified in auth/oidc. Who a request comes from, and what that person may
// do in a tenant, package gate tells.
package auth
