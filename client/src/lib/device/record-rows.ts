import type { Building } from '#shared/buildings/building.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { PastTask } from '#shared/sync/record.ts';
import type { Task } from '#shared/tasks/task.ts';

/** A confirmed record as it lies on the device: the server's body, untouched, and its revision. */
export interface RecordRow<Body> {
  id: Id;
  rev: number;
  body: Body;
}

/** A task with the fields its lists are sorted and filtered by. A task without deadline sorts last. */
export interface TaskRow extends RecordRow<Task> {
  state: Task['state'];
  deadline: string;
  buildingId: Id;
  tenantId: Id;
}

export interface BuildingRow extends RecordRow<Building> {
  tenantId: Id;
}

export interface PastTaskRow extends RecordRow<PastTask> {
  endedAt: string;
}

const afterAllDates = '9999-12-31';

/** The row of a task record. */
export function taskRow(id: Id, rev: number, body: Task): TaskRow {
  return {
    id,
    rev,
    body,
    state: body.state,
    deadline: body.deadline ?? afterAllDates,
    buildingId: body.buildingId,
    tenantId: body.tenantId,
  };
}
