import { z } from 'zod/mini';
import { accept, refuse } from '#shared/kernel/decision.ts';
import { textSchema } from '#shared/kernel/text.ts';
import { guardTask } from '#shared/tasks/guard-task.ts';
import { taskCommandSchema, type TaskRule } from '#shared/tasks/task-command.ts';
import { refusalOf } from '#shared/tasks/task-context.ts';

export const addCommentSchema = taskCommandSchema('add-comment', {
  text: textSchema(10_000),
  internal: z.boolean(),
});
export type AddComment = z.infer<typeof addCommentSchema>;

/** Adds to the shared thread, or to the internal one, which only staff of the building may write. */
export const addComment: TaskRule<AddComment> = (task, command, context) =>
  guardTask('comment-task', null, task, context, (open) => {
    if (command.internal && refusalOf('read-task-internals', open, context) !== null) {
      return refuse({ code: 'grant.missing' });
    }
    const comment = {
      id: command.id,
      authorId: context.actor.personId,
      authorName: context.actor.name,
      text: command.text,
      internal: command.internal,
      at: context.now,
    };
    return accept({ ...open, comments: [...open.comments, comment] });
  });
