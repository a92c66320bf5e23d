// A button that asks for a security key: the key's answer goes into the form, and the form is sent.
function follow(button) {
  const form = button.form;
  const trouble = form.querySelector("[data-key-trouble]");
  const missing = !window.webauthnJSON.supported();
  form.querySelector("[data-key-missing]").hidden = !missing;
  form.querySelector("[data-key-button]").hidden = missing;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    try {
      const answer = await window.webauthnJSON[button.dataset.keyAsk](JSON.parse(button.dataset.keyOptions));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}

document.querySelectorAll("[data-key-ask]").forEach(follow);
