import { zValidator } from '@hono/zod-validator';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { core } from 'zod';
import { ProblemError } from '#server/http/problem-error.ts';

export type ValidateOptions = Readonly<{
  /** The largest body taken, in bytes; 64 KiB unless told. */
  maxBytes?: number;
}>;

const usualMaxBytes = 64 * 1024;
const namedFields = 20;

/**
 * Checks one part of a request before its handler runs, and types it there and in the client. What does not fit is
 * `request.invalid` with the paths of the fields, never their values; a body over `maxBytes` is `request.too-large`
 * before it is read whole. Give strict schemas.
 */
export function validate<Target extends 'json' | 'query' | 'param', Schema extends core.$ZodType>(
  target: Target,
  schema: Schema,
  options: ValidateOptions = {},
) {
  // The hook throws, so that no ZodSafeParseError enters the type of the route.
  const check = zValidator(target, schema, (result) => {
    if (!result.success) throw new ProblemError('request.invalid', { fields: fieldsOf(result.error.issues) });
  });
  if (target !== 'json') return check;
  const limit = bodyLimit({
    maxSize: options.maxBytes ?? usualMaxBytes,
    onError: () => {
      throw new ProblemError('request.too-large');
    },
  });
  const guarded: typeof check = async (context, next) => {
    requireJson(context);
    let checked: Awaited<ReturnType<typeof check>>;
    await limit(context, async () => {
      checked = await check(context, next);
    });
    return checked;
  };
  return guarded;
}

function requireJson(context: Context): void {
  const type = (context.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ProblemError('request.invalid', { fields: ['content-type'] });
}

function fieldsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string[] {
  const paths = issues.map((issue) => issue.path.map(String).join('.').slice(0, 100) || '.');
  return [...new Set(paths)].slice(0, namedFields);
}
