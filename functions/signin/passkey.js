// Asks the browser for a passkey, or to make one, and sends what it answers with the
// form. Whatever goes wrong is said on the page; nothing is kept.
"use strict";

(() => {
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));

  const options = async (form) => {
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) {
      throw new Error("the options were refused");
    }
    return (await answer.json()).publicKey;
  };

  const get = async (form) => {
    const asked = await options(form);
    asked.challenge = decode(asked.challenge);
    asked.allowCredentials = named(asked.allowCredentials);
    const made = await navigator.credentials.get({ publicKey: asked });
    return {
      ...common(made),
      response: {
        authenticatorData: encode(made.response.authenticatorData),
        clientDataJSON: encode(made.response.clientDataJSON),
        signature: encode(made.response.signature),
        userHandle: made.response.userHandle ? encode(made.response.userHandle) : undefined,
      },
    };
  };

  const create = async (form) => {
    const asked = await options(form);
    asked.challenge = decode(asked.challenge);
    asked.user.id = decode(asked.user.id);
    asked.excludeCredentials = named(asked.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: asked });
    return {
      ...common(made),
      response: {
        attestationObject: encode(made.response.attestationObject),
        clientDataJSON: encode(made.response.clientDataJSON),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
  };

  const common = (made) => ({
    id: made.id,
    rawId: encode(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment || undefined,
    clientExtensionResults: made.getClientExtensionResults(),
  });

  for (const form of document.querySelectorAll("form[data-options]")) {
    const failed = form.querySelector("[data-failed]");
    form.hidden = !window.PublicKeyCredential;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const answer = form.dataset.make ? await create(form) : await get(form);
        form.elements.response.value = JSON.stringify(answer);
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
