// Package activity reads Microsoft's directory audit log for two questions: what
// an entry says has changed, so that it can be read again at once, and who made
// a change that two scans saw, so that it can be told with its author.
//
// The log is one of Microsoft Entra's. What is administered elsewhere leaves no
// entry there: Intune, Exchange, SharePoint, Teams, Defender and the unified
// audit log itself have logs of their own, and DNS has none. Untold lists those
// resources with the reason.
package activity
