import { drawPlans } from '#server/demo/documents/draw-plans.ts';
import { drawReport, type Report } from '#server/demo/documents/draw-report.ts';
import type { Trade } from '#server/demo/documents/plan-overlay.ts';
import { writeModel } from '#server/demo/documents/write-model.ts';
import type { PhotoName } from '#server/demo/photos/draw-photo.ts';
import { stampPhoto } from '#server/demo/photos/stamp-photo.ts';
import { demoId } from '#server/demo/demo-id.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Instant } from '#shared/kernel/instant.ts';
import { must } from '#shared/kernel/must.ts';

/** What is in a file of the demo. */
export type Content =
  | { readonly kind: 'photo'; readonly photo: PhotoName }
  | { readonly kind: 'plans'; readonly trade: Trade; readonly storeys: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'model' };

/** Makes the bytes of a file: `key` names the file in the whole demo, `at` is when it was made, where the building is. */
export type DrawContent = (
  content: Content,
  file: { readonly key: string; readonly at: Instant; readonly building: Building },
) => Promise<Buffer>;

export const photo = (name: PhotoName): Content => ({ kind: 'photo', photo: name });
export const plans = (trade: Trade, storeys: number): Content => ({ kind: 'plans', trade, storeys });
export const report = (one: Report): Content => ({ kind: 'report', report: one });
export const model: Content = { kind: 'model' };

/** Draws contents with these photos, which are waited for where they are needed. */
export function drawContentsWith(photos: Promise<ReadonlyMap<PhotoName, Buffer>>): DrawContent {
  return async (content, { key, at, building }) => {
    switch (content.kind) {
      case 'photo': {
        const taken = { at, number: demoId('photo', key).replaceAll('-', '') };
        return stampPhoto(must((await photos).get(content.photo), content.photo), taken);
      }
      case 'plans':
        return drawPlans(building, content.trade, { storeys: content.storeys, at });
      case 'report':
        return drawReport(content.report, { building, at }, await photos);
      case 'model':
        return writeModel(building, at);
    }
  };
}
