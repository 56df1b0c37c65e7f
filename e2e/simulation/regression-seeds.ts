/** Seeds that once broke something, and what it was: they are run first, for ever. */
export const regressionSeeds: Readonly<Record<string, number>> = {
  'a comment in the queue of a task that is Completing stands as doubtful, not in its thread': 3,
  'a device that was told to come again later had not come when it was looked at': 50,
  'bytes that met a lock went twice': 2834,
  'an answer from before a restore, to a device that had never pulled, was waited for in vain': 5786,
  'a file was said to be kept before the mark of it was': 4949,
  'a copied profile that was wiped at once owed a word': 3484,
  'a task that is Completing is held without its building': 4025,
};
