import { escapeHtml, type MailLanguage } from '#server/mail/mail-text.ts';

/** One part of a mail; the same parts become html and plain text. */
export type MailPart =
  | { kind: 'heading' | 'quiet'; text: string }
  /** `link`: an address in the text that html makes a link of. */
  | { kind: 'paragraph'; text: string; link?: string }
  /** Names and values, one below the other. */
  | { kind: 'facts'; facts: readonly (readonly [name: string, value: string])[] }
  /** Text of a person, with its line breaks. */
  | { kind: 'words'; text: string }
  /** Something to be typed elsewhere, large. */
  | { kind: 'code'; code: string }
  | { kind: 'button'; label: string; href: string };

const body = "font:16px/1.5 'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#14202b";

/** Both bodies of a mail from its parts. Everything is escaped here; nothing is fetched when the mail is opened. */
export function layOutMail(
  language: MailLanguage,
  title: string,
  parts: readonly MailPart[],
): { html: string; text: string } {
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px 16px;background:#f4f6f4">
<main style="display:block;max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d5dbd7;border-radius:12px;${body}">
${parts.map(toHtml).join('\n')}
</main>
</body>
</html>
`;
  return { html, text: `${parts.map(toText).join('\n\n')}\n` };
}

function toHtml(part: MailPart): string {
  switch (part.kind) {
    case 'heading':
      return `<h1 style="margin:0 0 16px;font-size:22px;line-height:30px;font-weight:600">${escapeHtml(part.text)}</h1>`;
    case 'paragraph':
      return `<p style="margin:0 0 16px">${withLink(escapeHtml(part.text), escapeHtml(part.link ?? ''))}</p>`;
    case 'quiet':
      return `<p style="margin:16px 0 0;font-size:14px;line-height:20px;color:#45525e">${escapeHtml(part.text)}</p>`;
    case 'facts':
      return `<dl style="margin:0 0 16px">${part.facts.map(factToHtml).join('')}</dl>`;
    case 'words':
      return `<p style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #d5dbd7">${escapeHtml(part.text).replaceAll('\n', '<br>')}</p>`;
    case 'code':
      return `<p style="margin:0 0 16px;font-size:28px;line-height:36px;font-weight:600;letter-spacing:2px;font-family:Consolas,Menlo,monospace">${escapeHtml(part.code)}</p>`;
    case 'button':
      return `<p style="margin:24px 0"><a href="${escapeHtml(part.href)}" style="display:inline-block;padding:14px 24px;background:#0b4f6c;color:#ffffff;text-decoration:none;font-weight:600;border-radius:8px">${escapeHtml(part.label)}</a></p>`;
  }
}

function withLink(html: string, link: string): string {
  return link === '' ? html : html.replace(link, () => `<a href="${link}" style="color:#0b4f6c">${link}</a>`);
}

function factToHtml([name, value]: readonly [string, string]): string {
  return `<dt style="margin:0;font-size:14px;line-height:20px;color:#45525e">${escapeHtml(name)}</dt><dd style="margin:0 0 8px">${escapeHtml(value)}</dd>`;
}

function toText(part: MailPart): string {
  switch (part.kind) {
    case 'facts':
      return part.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
    case 'code':
      return part.code;
    case 'button':
      return `${part.label}:\n${part.href}`;
    case 'heading':
    case 'paragraph':
    case 'quiet':
    case 'words':
      return part.text;
  }
}
