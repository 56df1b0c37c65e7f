import { fileTypeFromBuffer } from 'file-type';

/** How much of a file's beginning tells its type. */
export const sniffLength = 4100;

/** Pictures that browsers show and cannot run. SVG is not among them. */
const pictures: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/heic',
  'image/heif',
  'image/avif',
  'image/tiff',
  'image/bmp',
]);

/** Whether a sniffed type is a picture, which alone may be shown in place. */
export function isPicture(type: string | null): boolean {
  return type !== null && pictures.has(type);
}

/**
 * The type of a file by its first bytes: a picture or PDF, else null, which means opaque: stored whole and only ever
 * offered as a download. What a client says of the type is not asked.
 */
export async function sniffType(head: Buffer): Promise<string | null> {
  const found = await fileTypeFromBuffer(head.subarray(0, sniffLength));
  if (found === undefined) return null;
  return pictures.has(found.mime) || found.mime === 'application/pdf' ? found.mime : null;
}
