/**
 * What a rule returns. Accepted: the next state and what happened, for consequences (mail, pokes) that rules know
 * nothing of. Refused: the domain says no; final until a person acts. A rule never throws.
 */
export type Decision<Next, Refusal, Event = never> =
  { ok: true; next: Next; events: readonly Event[] } | { ok: false; refusal: Refusal };

/** The accepted decision. */
export function accept<Next, Event = never>(
  next: Next,
  events: readonly Event[] = [],
): { ok: true; next: Next; events: readonly Event[] } {
  return { ok: true, next, events };
}

/** The refused decision. */
export function refuse<Refusal>(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
