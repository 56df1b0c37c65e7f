import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** Decides, so it must give the same answer on the device and on the server: no clock, no chance, no keys. */
const impure = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'shared/ reads no clock: take the time as a parameter.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'shared/ reads no clock: take the time as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'shared/ throws no dice: take the id or the number as a parameter.',
  },
];

const noWayRoundTheLocks = [
  {
    selector: "MemberExpression[object.name='sql'][property.name='raw']",
    message: 'sql.raw puts text into a statement: bind a value, or use sql.ref and sql.id.',
  },
  {
    selector: "CallExpression[callee.property.name='selectAll']",
    message: 'Name the columns: a column added later would leave the server unseen.',
  },
];

const noBarrels = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that owns it.',
};

const noFocus = [
  {
    selector:
      'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|fixme)$/]',
    message: 'Every test runs, always: mend it or delete it.',
  },
];

const nodeGlobals = [
  'process',
  'Buffer',
  'global',
  'require',
  'module',
  'setImmediate',
  'clearImmediate',
  '__dirname',
  '__filename',
].map((name) => ({ name, message: 'Client code runs in a browser: there is no Node there.' }));

const typed = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-floating-promises': [
    'error',
    { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: 'test' }] },
  ],
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unnecessary-condition': 'off',
};

const plain = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-console': 'error',
  'no-debugger': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-param-reassign': 'error',
  'object-shorthand': 'error',
  'no-unused-vars': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/ban-ts-comment': 'error',
};

/** One list for each kind of file; a later block replaces the list of an earlier one, so each names all it means. */
const syntax = (...lists) => ({ 'no-restricted-syntax': ['error', noBarrels, ...lists.flat()] });

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/.svelte-kit/',
      'dist/',
      'data/',
      'test-results/',
      'playwright-report/',
      'docs/',
      'client/static/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mjs,cjs,js}'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: { ...plain, ...syntax(noFocus) },
  },
  {
    files: ['{server,shared,tools,bench}/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: typed,
  },
  {
    files: ['e2e/**/*.ts'],
    languageOptions: {
      parserOptions: { project: './e2e/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: typed,
  },
  {
    files: ['client/**/*.ts'],
    ignores: ['client/**/*.d.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...typed, 'no-restricted-globals': ['error', ...nodeGlobals] },
  },
  ...svelte.configs['flat/recommended'].map((each) => ({
    ...each,
    files: each.files ?? ['**/*.svelte', '**/*.svelte.ts'],
  })),
  {
    // Modules with runes are TypeScript with a few global functions; no markup in them.
    files: ['client/**/*.svelte.ts'],
    languageOptions: { parser: tseslint.parser },
    // What a component exports is typed by svelte-check alone; here it looks like any.
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['client/**/*.svelte'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      ...plain,
      ...syntax(),
      'no-restricted-globals': ['error', ...nodeGlobals],
      // The plain rule does not know that $props() binds names a rune may change.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      'svelte/no-at-html-tags': 'error',
      // The app always lives at the top of its own host.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['shared/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...syntax(impure, noFocus),
      'no-restricted-globals': [
        'error',
        { name: 'crypto', message: 'shared/ makes no ids and no keys: take them as parameters.' },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    // A migration is text of ours, written once.
    ignores: ['**/*.test.ts', 'server/testing/**', 'server/db/migrations/**'],
    rules: syntax(noWayRoundTheLocks, noFocus),
  },
  {
    // Tests of the client run in Node.
    files: ['client/**/*.test.ts', 'client/src/lib/testing/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // Tests read loose JSON and whole rows, to look at them.
    files: ['**/*.test.ts', 'e2e/**/*.ts', '{server,shared}/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      'no-empty-pattern': 'off',
    },
  },
);
