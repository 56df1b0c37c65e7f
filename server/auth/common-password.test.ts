import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, test } from 'vitest';
import { checkNewPassword } from '#server/auth/check-new-password.ts';
import { isCommonPassword } from '#server/auth/common-password.ts';

const about = ['Siri Sagvik', 'siri@sagvik-elektro.example', 'Askeby kommune'];

test.each([
  ['a leaked one', '1qaz2wsx3edc'],
  ['a word with a year', 'municipality2026!'],
  ['a disguised word', 'P@55w0rd2026!!'],
  ['a season', 'Sommer2026!!!'],
  ['our own name', 'Oppdrag-oppdrag-1'],
  ['the tenant', 'askebykommune1'],
  ['the own name', 'sirisagvik2026'],
  ['the own company', 'Sagvik-Elektro-99'],
  ['a repetition', 'abcabcabcabc'],
  ['one letter', 'aaaaaaaaaaaa'],
  ['a run of the keyboard', 'qwertyuiopasdfgh'],
  ['the alphabet', 'abcdefghijklmnop'],
  ['digits in order', '1234567890123'],
  ['digits backwards', '9876543210987'],
  ['a telephone number and a date', '9915273822061979'],
  ['two of the commonest', 'passwordadmin1'],
])('%s is refused as too common', (_, password) => {
  expect(isCommonPassword(password, about)).toBe(true);
});

test.each([
  ['several words', 'riktig hest batteri stift'],
  ['several common words', 'dragon monkey soccer'],
  ['a sentence', 'Katten sover på ovnen.'],
  ['signs of all kinds', 'k7#Vw!q2Lz%p'],
  ['emoji between words', 'blå 🚲 i 🌧️ hjem'],
  ['digits and signs without a word', '8#25%91!73@46'],
  ['a leading space', ' katt på taket i natt'],
])('%s is taken', (_, password) => {
  expect(isCommonPassword(password, about)).toBe(false);
});

test('each of the 3,000 commonest words, filled up with digits to an allowed length, is refused', () => {
  const words = dictionary['passwords-common'].filter((word) => /^[a-z]{4,}$/.test(word)).slice(0, 3000);
  expect(words).toHaveLength(3000);
  const taken = words.filter((word) => !isCommonPassword(word.padEnd(12, '2026!'), []));
  expect(taken).toEqual([]);
});

test.each([
  ['11 characters', 'k7#Vw!q2Lz%', 'password.too-short'],
  ['129 characters', 'katten sover '.repeat(10).slice(0, 129), 'password.too-short'],
  ['a common word', 'municipality2026!', 'password.too-common'],
])('a new password of %s is refused with its reason', (_, password, code) => {
  expect(() => checkNewPassword(password, [])).toThrow(expect.objectContaining({ code, status: 422 }));
});

test('length is counted in characters, so that emoji and æ typed in two parts count once', () => {
  expect(() => checkNewPassword('🚲🌧️ hjem1', [])).toThrow('password.too-short');
  expect(() => checkNewPassword('blåbærtøyet'.normalize('NFD'), [])).toThrow('password.too-short');
  expect(() => checkNewPassword('blåbærtøyets'.normalize('NFD'), [])).not.toThrow();
});
