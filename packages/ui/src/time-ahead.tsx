'use client'
// How far Farebox's time is ahead of this machine's: zero, except in development where somebody moved it.
import { createContext, type ReactNode, useContext } from 'react'

const Ahead = createContext(0)

/** Around an app's pages, so that "3 hours ago" is said by the time that charges are dated with. */
export function TimeAhead({ seconds, children }: { seconds: number; children: ReactNode }) {
  return <Ahead value={seconds * 1_000}>{children}</Ahead>
}

/** Milliseconds to add to the machine's time. */
export const useTimeAhead = (): number => useContext(Ahead)
