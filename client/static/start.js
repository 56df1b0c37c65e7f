// Runs before the first paint (see app.html): the remembered language and colour scheme. Keys as in
// src/lib/texts/language.svelte.ts and src/lib/shell/colour-scheme.svelte.ts.
(function () {
  try {
    var language = localStorage.getItem('oppdrag-language');
    var scheme = localStorage.getItem('oppdrag-colour-scheme');
    if (language === 'nb' || language === 'en') document.documentElement.lang = language;
    if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.colorScheme = scheme;
  } catch {
    // Storage is forbidden in this browser: the defaults of the page stand.
  }
})();
