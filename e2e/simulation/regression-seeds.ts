/** Seeds that once broke something, and what it was: they are run first, for ever. */
export const regressionSeeds: Readonly<Record<string, number>> = {};
