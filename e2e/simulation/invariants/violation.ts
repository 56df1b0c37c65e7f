/** An invariant that does not hold, by its number in sync.md section 5. */
export interface Violation {
  readonly invariant: number;
  readonly says: string;
}

/** Throws nothing: what is broken is gathered, so that one seed tells everything. */
export type Report = (invariant: number, says: string) => void;
