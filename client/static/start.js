// Runs before the first paint (see app.html): the remembered language and colour scheme. Keys as in
// src/lib/texts/language.svelte.ts and src/lib/shell/colour-scheme.svelte.ts.
(function () {
  var root = document.documentElement;
  var asked = (navigator.languages || []).join(' ');
  // Before anybody chose: English only for a browser that asks for it, and for nothing Scandinavian.
  if (/\ben\b/i.test(asked) && !/\b(nb|nn|no|da|sv)\b/i.test(asked)) root.lang = 'en';
  try {
    var language = localStorage.getItem('oppdrag-language');
    var scheme = localStorage.getItem('oppdrag-colour-scheme');
    if (language === 'nb' || language === 'en') root.lang = language;
    if (scheme === 'light' || scheme === 'dark') root.dataset.colorScheme = scheme;
  } catch {
    // Storage is forbidden in this browser: the defaults of the page stand.
  }
})();
