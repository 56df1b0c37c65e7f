import { between, createDice, pick, type Dice } from '#server/demo/photos/dice.ts';

/** A room of a drawn storey, in points of the sheet. */
export interface Room {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly number: string;
  readonly name: string;
  /** m², at 1:200. */
  readonly area: number;
  /** On which side of the corridor: its door is on the other. */
  readonly side: 'north' | 'south';
}

/** The storey of a building: a corridor with rooms on both sides. */
export interface Storey {
  readonly name: string;
  readonly outline: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly corridor: { readonly y: number; readonly h: number };
  readonly rooms: readonly Room[];
}

/** What rooms are called in a kind of building; first what there is most of. */
const roomNames = {
  school: [
    'Klasserom',
    'Klasserom',
    'Klasserom',
    'Grupperom',
    'Garderobe',
    'Lager',
    'WC',
    'Kontor',
    'Bibliotek',
  ],
  nursery: ['Lekerom', 'Lekerom', 'Garderobe', 'Stellerom', 'Kjøkken', 'Kontor', 'Lager', 'WC'],
  nursing: [
    'Beboerrom',
    'Beboerrom',
    'Beboerrom',
    'Beboerrom',
    'Bad',
    'Vaktrom',
    'Skyllerom',
    'Stue',
    'Lager',
  ],
  bath: ['Garderobe', 'Dusj', 'Basseng', 'Badevakt', 'Kjemikalier', 'Lager', 'WC'],
  hall: ['Garderobe', 'Dusj', 'Hall', 'Lager', 'Dommerrom', 'Kiosk', 'WC'],
  fire: ['Vognhall', 'Garderobe', 'Vaktrom', 'Verksted', 'Slangevask', 'Kontor', 'WC'],
  office: ['Kontor', 'Kontor', 'Kontor', 'Møterom', 'Arkiv', 'Kopirom', 'Spiserom', 'WC'],
} as const;

export type BuildingKind = keyof typeof roomNames;

/** What kind of building a name tells of. */
export function kindOf(buildingName: string): BuildingKind {
  const kinds: readonly [RegExp, BuildingKind][] = [
    [/skole/u, 'school'],
    [/barnehage/u, 'nursery'],
    [/sykehjem/u, 'nursing'],
    [/svømmehall/u, 'bath'],
    [/hall/u, 'hall'],
    [/brannstasjon/u, 'fire'],
  ];
  return kinds.find(([pattern]) => pattern.test(buildingName))?.[1] ?? 'office';
}

/** Metres a point of the sheet stands for, at 1:200. */
export const metresPerPoint = 0.0706;

/** The same storey each time it is asked for, so that all drawings of a building agree. */
export function layOutStorey(buildingName: string, level: number): Storey {
  const dice = createDice(`${buildingName}/${level}`);
  const wide = between(createDice(buildingName), 760, 920);
  const deep = between(createDice(`${buildingName}/deep`), 330, 420);
  const outline = { x: (1000 - wide) / 2 + 60, y: (600 - deep) / 2 + 70, w: wide, h: deep };
  const corridor = { y: outline.y + deep * 0.44, h: deep * 0.12 };
  const south = corridor.y + corridor.h;
  const rooms = [
    ...layOutRow(dice, buildingName, level, 'north', { ...outline, h: corridor.y - outline.y }, 1),
    ...layOutRow(
      dice,
      buildingName,
      level,
      'south',
      { ...outline, y: south, h: outline.y + deep - south },
      21,
    ),
  ];
  return { name: level === 0 ? 'Kjeller' : `${level}. etasje`, outline, corridor, rooms };
}

function layOutRow(
  dice: Dice,
  buildingName: string,
  level: number,
  side: Room['side'],
  row: { x: number; y: number; w: number; h: number },
  firstNumber: number,
): Room[] {
  const rooms: Room[] = [];
  const [first, ...others] = roomNames[kindOf(buildingName)];
  let x = row.x;
  while (x < row.x + row.w - 1) {
    const rest = row.x + row.w - x;
    const w = rest < 150 ? rest : Math.min(rest - 60, between(dice, 62, 138));
    const technical = rooms.length === 2 && level === 0;
    rooms.push({
      x,
      y: row.y,
      w,
      h: row.h,
      number: `${level === 0 ? 'U' : level}${String(firstNumber + rooms.length).padStart(2, '0')}`,
      name: technical ? 'Teknisk rom' : pick(dice, [first, ...others]),
      area: Math.round(w * row.h * metresPerPoint ** 2),
      side,
    });
    x += w;
  }
  return rooms;
}
