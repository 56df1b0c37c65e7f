import { pullLineSchema, type PullLine } from '#shared/sync/pull-message.ts';

/**
 * A line of a pull, or null where it is none of ours: no JSON (a portal's page, a line cut in two), or not what the
 * protocol says. Fields that this version of the app does not know are left out: a server may be newer, and once the
 * app is too it pulls its records anew (`recordVersion`).
 */
export function readLine(text: string): PullLine | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const line = pullLineSchema.safeParse(json);
  if (line.success) return line.data;
  for (const issue of line.error.issues) {
    if (issue.code !== 'unrecognized_keys' || issue.path[0] !== 'record') return null;
    leaveOut(json, issue.path, issue.keys);
  }
  const known = pullLineSchema.safeParse(json);
  return known.success ? known.data : null;
}

function leaveOut(json: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let place = json;
  for (const step of path) {
    place = (place as Record<PropertyKey, unknown>)[step];
  }
  for (const key of keys) Reflect.deleteProperty(place as object, key);
}
