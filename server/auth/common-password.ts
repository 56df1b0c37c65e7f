import { dictionary } from '@zxcvbn-ts/language-common';

/** Words everybody here thinks of; a password made of them and of digits is guessed first. */
const localWords = [
  ...[
    'oppdrag',
    'arbeidsordre',
    'mittbygg',
    'dokumentarkiv',
    'vaktmester',
    'kommune',
    'municipality',
    'laft',
  ],
  ...['leverandør', 'leverandor', 'supplier', 'bygning', 'building', 'velkommen', 'welcome', 'hemmelig'],
  ...['passord', 'password', 'passwort', 'losenord', 'kodeord', 'norge', 'norway', 'oslo', 'bergen', 'admin'],
  ...['vinter', 'sommer', 'høst', 'host', 'vår', 'winter', 'summer', 'autumn', 'spring', 'måned', 'maned'],
  ...['januar', 'februar', 'mars', 'april', 'juni', 'juli', 'august', 'september', 'oktober', 'november'],
  ...['desember', 'january', 'february', 'march', 'june', 'july', 'october', 'december'],
  ...['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'lordag', 'søndag', 'sondag'],
  ...['qwerty', 'asdf', 'zxcv', 'abcd', 'iloveyou', 'letmein', 'test', 'demo'],
];

/** About 49,000 passwords of leaks, of any length: a short one with a year behind it is as bad. */
const leaked: ReadonlySet<string> = new Set(
  dictionary['passwords-common'].filter((word) => word.length >= 4),
);

const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const keyboardRows = ['1234567890', 'qwertyuiopå', 'asdfghjkløæ', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyzæøå'];

/**
 * Whether a password is among those guessed first: leaked, one leaked word with digits and signs around it, made only
 * of our own words and the person's (`about`: name, e-mail, tenants), a repetition, or a run along the keyboard.
 * Several words after each other are fine.
 */
export function isCommonPassword(password: string, about: readonly string[]): boolean {
  const lower = password.normalize('NFC').toLowerCase();
  const known = [...localWords, ...about.flatMap(wordsOf)].sort((a, b) => b.length - a.length);
  const forms = [lower, undisguise(lower)];
  return (
    new Set(lower).size < 5 ||
    forms.some((form) => leaked.has(form) || leaked.has(coreOf(form)) || isRepetition(coreOf(form))) ||
    forms.some((form) => isMadeOf(form, known)) ||
    isRepetition(lower) ||
    isRun(lower)
  );
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 4);
}

function undisguise(text: string): string {
  return [...text].map((character) => disguises[character] ?? character).join('');
}

/** Without the digits and signs before and after. */
function coreOf(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** Nothing but digits, or fewer than four letters when every known word is taken out. */
function isMadeOf(text: string, known: readonly string[]): boolean {
  const rest = known.reduce((left, word) => left.replaceAll(word, ' '), text);
  return /^\d+$/.test(text) || (rest !== text && [...rest.matchAll(/\p{L}/gu)].length < 4);
}

/** One piece of at most half the length, over and over. */
function isRepetition(text: string): boolean {
  return text.length > 0 && /^(.{1,10}?)\1+$/su.test(text);
}

/** At least eight in ten steps go along a row of the keyboard or the alphabet, forwards or backwards. */
function isRun(text: string): boolean {
  const letters = [...text];
  const steps = letters.slice(1).filter((next, index) => isStep(letters[index] ?? '', next));
  return steps.length >= 0.8 * (letters.length - 1);
}

function isStep(from: string, to: string): boolean {
  return keyboardRows.some((row) => row.includes(from + to) || row.includes(to + from)) || from === to;
}
