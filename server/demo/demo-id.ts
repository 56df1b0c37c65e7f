import { v5 as uuid } from 'uuid';
import type { Id } from '#shared/kernel/ids.ts';

const namespace = '6f6c5b1e-3f0e-4c0b-9a53-0f6d1f0c7a11';

/** The id of a thing of the demo world, the same in every database: links in documents and screenshots stay true. */
export function demoId(kind: string, name: string | number): Id {
  return uuid(`${kind}/${name}`, namespace);
}
