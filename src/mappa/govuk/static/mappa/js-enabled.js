// Runs before the page is drawn, so that components which need JavaScript show only where there is some.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
