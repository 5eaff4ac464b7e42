// The two ways in which people see Farebox in browser tests. Size and theme come from different rules of the same tokens, so these two
// see what all four combinations would.
import { devices } from '@playwright/test'

export const phone = { ...devices['Pixel 7'], colorScheme: 'dark' } as const
export const desk = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 }, colorScheme: 'light' } as const

export type Look = typeof phone | typeof desk
