import type { Who } from '#server/demo/demo-people.ts';
import type { When } from '#server/demo/moments.ts';
import type { WaitingItem } from '#shared/tasks/task.ts';

/** What somebody's device said it still held when it was last heard of. */
export interface DevicePlan {
  readonly who: Who;
  readonly lastContact: When;
  readonly holds: readonly {
    /** As tasks are named: tenant and number. */
    readonly task: string;
    readonly items: readonly (Omit<WaitingItem, 'madeAt'> & { readonly made: When })[];
  }[];
}

export const demoDevices: readonly DevicePlan[] = [
  {
    who: 'siri',
    lastContact: 35,
    holds: [
      {
        task: 'Askeby kommune 118',
        items: [
          { kind: 'file', name: 'filter-etter-1.jpg', size: 3_412_870, made: 70 },
          { kind: 'file', name: 'filter-etter-2.jpg', size: 3_267_014, made: 68 },
          { kind: 'comment', name: 'Pakningen på luke 3 bør byttes neste gang.', size: null, made: 66 },
        ],
      },
      {
        task: 'Nordvåg kommune 46',
        items: [
          { kind: 'file', name: 'fotocelle-port-2.jpg', size: 2_945_331, made: 95 },
          { kind: 'step', name: 'Start arbeid', size: null, made: 96 },
        ],
      },
    ],
  },
  { who: 'ragnar', lastContact: 180, holds: [] },
];
