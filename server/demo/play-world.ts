import { demoArchive, type ArchivePlan } from '#server/demo/demo-archive.ts';
import { demoBuildings } from '#server/demo/demo-places.ts';
import { momentFrom } from '#server/demo/moments.ts';
import { playFile, type PlayedFile } from '#server/demo/play-file.ts';
import { playTask, type PlayedTask } from '#server/demo/play-task.ts';
import type { Stage } from '#server/demo/stage.ts';
import { furusetTasks } from '#server/demo/tasks/furuset.ts';
import { nordvagOtherTasks } from '#server/demo/tasks/nordvag-others.ts';
import { nordvagSchoolAndCareTasks } from '#server/demo/tasks/nordvag-school-and-care.ts';
import { nursingHomeTasks } from '#server/demo/tasks/nursing-home.ts';
import { schoolAndNurseryTasks } from '#server/demo/tasks/school-and-nursery.ts';
import { sportsTasks } from '#server/demo/tasks/sports.ts';
import { townHallAndFireTasks } from '#server/demo/tasks/town-hall-and-fire.ts';
import type { Building } from '#shared/buildings/building.ts';
import type { FileRecord } from '#shared/files/file.ts';
import { must } from '#shared/kernel/must.ts';

const demoTasks = [
  ...furusetTasks,
  ...schoolAndNurseryTasks,
  ...nursingHomeTasks,
  ...sportsTasks,
  ...townHallAndFireTasks,
  ...nordvagSchoolAndCareTasks,
  ...nordvagOtherTasks,
];

/** Everything people have done in the demo, with its bytes kept, before the first row is written. */
export interface PlayedWorld {
  readonly tasks: readonly PlayedTask[];
  readonly archive: readonly {
    readonly building: Building;
    readonly file: FileRecord;
    readonly played: PlayedFile;
  }[];
}

/** Plays the archives, then the tasks: the archives hold the drawings, which need no photo yet. */
export async function playWorld(stage: Stage): Promise<PlayedWorld> {
  const archive = [];
  for (const plan of demoArchive) archive.push(await playArchived(stage, plan));
  const tasks = [];
  for (const plan of demoTasks) tasks.push(await playTask(stage, plan));
  return { tasks, archive };
}

async function playArchived(stage: Stage, plan: ArchivePlan): Promise<PlayedWorld['archive'][number]> {
  const building = demoBuildings[plan.building];
  const { next, played } = await playFile(stage, { task: null, file: null }, plan.file, {
    who: plan.who,
    at: momentFrom(stage.now, plan.when),
    building,
    key: `${building.name}/${plan.file.folder}/${plan.file.name}`,
  });
  return { building, file: must(next.file, 'archived file'), played: must(played, 'landed file') };
}
