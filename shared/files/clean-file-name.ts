/** What `fileNameSchema` takes, in UTF-16 units. */
const longest = 150;
const longestExtension = 20;
/** Kept of the end of a long stem: "del 2" and the date often stand there. */
const tail = 30;

/**
 * A name as a device picked it, made into one that may be declared: without path separators, control characters and
 * bidirectional overrides, and short enough. The extension stays, and so do the beginning and the end; a shortened
 * name carries a mark of the whole, so that two long names do not become one. A good name is returned as it is.
 */
export function cleanFileName(picked: string): string {
  const clean = picked
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[/\\]/gu, '-')
    .trim();
  const name = /^\.*$/u.test(clean) ? 'fil' : clean;
  if (name.length <= longest) return name;
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && name.length - dot <= longestExtension;
  const stem = hasExtension ? name.slice(0, dot) : name;
  const extension = hasExtension ? name.slice(dot) : '';
  const end = `…${lastOf(stem, tail).trim()} (${markOf(name)})${extension}`;
  return firstOf(stem, longest - end.length).trim() + end;
}

/** At most so many units from the start, no character cut in two. */
function firstOf(text: string, units: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > units) break;
    kept += character;
  }
  return kept;
}

function lastOf(text: string, units: number): string {
  const from = text.length - units;
  const code = text.charCodeAt(from);
  return text.slice(code >= 0xdc00 && code <= 0xdfff ? from + 1 : from);
}

/** Six hexadecimal digits that differ between names (FNV-1a); it protects nothing. */
function markOf(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  }
  return (hash & 0xffffff).toString(16).padStart(6, '0');
}
