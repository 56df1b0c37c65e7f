/**
 * What Node is told when it runs the server. Its young objects get 4 MB a half instead of 16: it collects more often, and
 * the process stays some 40 MB smaller (docs/performance.md).
 */
export const serverFlags = ['--max-semi-space-size=4'];
