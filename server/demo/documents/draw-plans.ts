import { drawOverlay, legends, type Trade } from '#server/demo/documents/plan-overlay.ts';
import { drawStorey } from '#server/demo/documents/plan-drawing.ts';
import { addDrawingSheet, makePdf } from '#server/demo/documents/sheet.ts';
import { layOutStorey } from '#server/demo/documents/storey.ts';
import { createDice } from '#server/demo/photos/dice.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Instant } from '#shared/kernel/instant.ts';

const titles: Readonly<Record<Trade, readonly [title: string, letter: string]>> = {
  architecture: ['Plantegning', 'A'],
  fire: ['Branntegning', 'B'],
  electrical: ['Elkraft og lys', 'E'],
  ventilation: ['Luftbehandling', 'V'],
  plumbing: ['Sanitær', 'S'],
};

/** The drawings of one trade for a building, a sheet a storey from the cellar up. */
export function drawPlans(
  building: Pick<Building, 'name' | 'tenantName'>,
  trade: Trade,
  more: { storeys: number; at: Instant },
): Promise<Buffer> {
  const [title, letter] = titles[trade];
  const about = { title: `${title} ${building.name}`, author: building.tenantName, at: more.at };
  return makePdf(about, (pdf) => {
    for (let level = 0; level < more.storeys; level += 1) {
      const storey = layOutStorey(building.name, level);
      const dice = createDice(`${building.name}/${level}/${trade}`);
      addDrawingSheet(pdf, {
        building: building.name,
        owner: building.tenantName,
        drawing: `${title}, ${storey.name.toLowerCase()}`,
        number: `${letter}-${String(100 + level * 100 + 1)}`,
        date: more.at.slice(0, 10),
        legend: legends[trade],
      });
      drawStorey(pdf, storey, dice);
      drawOverlay(pdf, storey, trade, dice);
    }
  });
}
