import { isPicture } from '#server/files/sniff-type.ts';

/**
 * Headers under which a stranger's file is harmless on our own origin: the type is what its bytes were sniffed as, for
 * pictures and PDF, and opaque otherwise; it is saved and not shown, but for pictures inside our own pages (`inline`);
 * whatever it is, it may run and load nothing.
 */
export function downloadHeaders(
  file: { name: string; size: number; type: string | null },
  inline: boolean,
): Record<string, string> {
  const known = isPicture(file.type) || file.type === 'application/pdf';
  const disposition = inline && isPicture(file.type) ? 'inline' : 'attachment';
  return {
    'Content-Type': known && file.type !== null ? file.type : 'application/octet-stream',
    'Content-Length': String(file.size),
    'Content-Disposition': `${disposition}; filename="${asciiName(file.name)}"; filename*=UTF-8''${encodeName(file.name)}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'none',
  };
}

/** For clients that do not know RFC 6266; the ending stays. */
function asciiName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9 ._()-]/gu, '_');
}

/** RFC 8187: percent-encoded UTF-8; encodeURIComponent leaves a few characters that are not allowed there. */
function encodeName(name: string): string {
  const escape = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name).replaceAll(/['()*]/gu, escape);
}
