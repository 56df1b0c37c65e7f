import { layOutStorey, metresPerPoint } from '#server/demo/documents/storey.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { Instant } from '#shared/kernel/instant.ts';

/** The building's rooms as an IFC4 file (ISO 16739, in the text form of ISO 10303-21): a type we only hand on. */
export function writeModel(building: Pick<Building, 'name'>, at: Instant): Buffer {
  const lines = [
    'ISO-10303-21;',
    'HEADER;',
    "FILE_DESCRIPTION(('ViewDefinition [ReferenceView_V1.2]'),'2;1');",
    `FILE_NAME('${encode(building.name)}.ifc','${at.slice(0, 19)}',(''),(''),'Oppdrag','Oppdrag','');`,
    "FILE_SCHEMA(('IFC4'));",
    'ENDSEC;',
    'DATA;',
  ];
  let number = 0;
  const add = (entity: string) => lines.push(`#${(number += 1)}=${entity};`);
  for (let level = 0; level < 3; level += 1) {
    const storey = layOutStorey(building.name, level);
    add(`IFCBUILDINGSTOREY($,$,'${encode(storey.name)}',$,$,$,$,$,.ELEMENT.,${(level * 3.6).toFixed(1)})`);
    for (const room of storey.rooms) {
      const corners = [
        [room.x, room.y],
        [room.x + room.w, room.y],
        [room.x + room.w, room.y + room.h],
        [room.x, room.y + room.h],
      ] as const;
      const first = number + 1;
      for (const [x, y] of corners)
        add(`IFCCARTESIANPOINT((${(x * metresPerPoint).toFixed(3)},${(y * metresPerPoint).toFixed(3)}))`);
      add(`IFCPOLYLINE((#${first},#${first + 1},#${first + 2},#${first + 3},#${first}))`);
      add(`IFCSPACE($,$,'${room.number}',$,$,$,$,'${encode(room.name)}',.ELEMENT.,.INTERNAL.,$)`);
    }
  }
  return Buffer.from([...lines, 'ENDSEC;', 'END-ISO-10303-21;', ''].join('\r\n'), 'latin1');
}

/** Other letters than ASCII are written by their code (ISO 10303-21, 6.4.3). */
function encode(text: string): string {
  return text.replace(/[^ -~]/gu, (letter) => {
    const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `\\X2\\${code}\\X0\\`;
  });
}
