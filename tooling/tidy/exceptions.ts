// What may break a rule, and why. An exception that is no longer needed is itself reported.

export type Exception = {
  rule: string
  path: string
  /** Excuses only the findings that contain these words. */
  about?: string
  because: string
}

export const exceptions: Exception[] = [
  { rule: 'words', path: 'examples/brief/chat-with-fallback.mjs', because: 'the function as its own page prints it' },
  { rule: 'money', path: 'packages/ui/src/pace.ts', because: 'the width of a bar on a screen, never an amount' },
  { rule: 'money', path: 'packages/ui/src/chart-data.ts', because: 'the height of a bar on a screen; labels keep the exact amount' },
]
