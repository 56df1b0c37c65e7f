/** What a file is, in the few kinds people tell apart. */
export type FileKind = 'image' | 'pdf' | 'zip' | 'text' | 'video' | 'other';

const shown: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** The kind of a sniffed type; null (never sniffed, or opaque) is other. */
export function fileKindOf(type: string | null): FileKind {
  if (type === null) return 'other';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('text/')) return 'text';
  if (type === 'application/pdf') return 'pdf';
  return type === 'application/zip' ? 'zip' : 'other';
}

/** Whether every browser of ours draws it: HEIC and TIFF are pictures, but are not. */
export function isDrawable(type: string | null): boolean {
  return type !== null && shown.has(type);
}
