import type { ColumnType } from 'kysely';
import type { Defaulted, Json, NullableTimestamp, Timestamp } from '#server/db/column.ts';
import type { AnswerValue, Question } from '#shared/checklists/checklist.ts';
import type { TaskState } from '#shared/tasks/task-state.ts';
import type { Priority, WaitingItem } from '#shared/tasks/task.ts';

export interface TaskTables {
  tasks: {
    id: string;
    tenant_id: string;
    number: number;
    building_id: string;
    place: string;
    title: string;
    text: string;
    deadline: ColumnType<string | null, string | null, string | null>;
    priority: Priority;
    state: TaskState;
    waiting_reason: string | null;
    return_reason: string | null;
    declined_by_name: string | null;
    decline_reason: string | null;
    declined_at: NullableTimestamp;
    cancel_reason: string | null;
    created_by: string;
    created_at: Timestamp;
    accepted_at: NullableTimestamp;
    started_at: NullableTimestamp;
    completed_at: NullableTimestamp;
    completed_by: string | null;
    completed_by_name: string | null;
    closed_at: NullableTimestamp;
    expected_files: Defaulted<string[]>;
  };
  assignments: {
    tenant_id: string;
    task_id: string;
    person_id: string | null;
    supplier_id: string | null;
    position: number;
  };
  comments: {
    id: string;
    tenant_id: string;
    task_id: string;
    author_id: string;
    author_name: string;
    text: string;
    internal: boolean;
    at: Timestamp;
  };
  checklist_templates: {
    id: string;
    tenant_id: string;
    title: string;
    version: Defaulted<number>;
    questions: Json<Question[]>;
    created_at: Timestamp;
  };
  checklists: {
    id: string;
    tenant_id: string;
    task_id: string;
    title: string;
    mandatory: boolean;
    template_version: number;
    questions: Json<Question[]>;
    position: number;
    delivered_at: NullableTimestamp;
    delivered_by_name: string | null;
  };
  answers: {
    tenant_id: string;
    task_id: string;
    checklist_id: string;
    question_id: string;
    value: AnswerValue | null;
    comment: string;
    by_name: string;
    at: Timestamp;
  };
  reopening_requests: {
    id: string;
    tenant_id: string;
    task_id: string;
    by_id: string;
    by_name: string;
    at: Timestamp;
    message: string;
    waiting: Json<WaitingItem[]>;
    answered_at: NullableTimestamp;
  };
}
