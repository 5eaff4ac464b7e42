// Farebox's time. In production it is the machine's, whatever the database says; in development it is that plus the days somebody
// moved it by. Use cases and jobs that depend on days take their `now` from here; sign-in, rate limits and timeouts do not.
import type { Database } from '@farebox/db'
import type { z } from 'zod'
import type { environmentName } from '../settings.ts'
import { readOffset } from './stored-offset.ts'

export type Clock = {
  /** Exact: the offset is asked for each time. */
  now: () => Promise<Date>
  /** Without waiting, from an offset at most a second old: for paths that ask at every call. */
  recentNow: () => Date
  /** How far time was moved. Always zero in production. */
  offsetSeconds: () => Promise<number>
  isMovable: boolean
}

const RECENT_MS = 1_000

export function openClock(database: Database, environment: z.infer<typeof environmentName>): Clock {
  return environment === 'production' ? realClock : movableClock(database)
}

const realClock: Clock = {
  now: async () => new Date(),
  recentNow: () => new Date(),
  offsetSeconds: async () => 0,
  isMovable: false,
}

function movableClock(database: Database): Clock {
  let recent = { offsetSeconds: 0, readAt: 0 }
  const offsetSeconds = async () => {
    const read = await readOffset(database)
    recent = { offsetSeconds: read, readAt: Date.now() }
    return read
  }
  return {
    isMovable: true,
    offsetSeconds,
    now: async () => later(await offsetSeconds()),
    recentNow: () => {
      if (Date.now() - recent.readAt > RECENT_MS) {
        // One question at a time; a database that is away leaves the clock where it was.
        recent.readAt = Date.now()
        offsetSeconds().catch(() => undefined)
      }
      return later(recent.offsetSeconds)
    },
  }
}

const later = (offsetSeconds: number) => new Date(Date.now() + offsetSeconds * 1_000)
