// The loops of the worker: jobs follow a clock that is moved, at once and in order; one that fails stops no other.
import type { Clock } from '@farebox/billing/clock'
import type { ClockJob, JobDesk } from '@farebox/billing/jobs'
import { describe, expect, it } from 'vitest'
import { runClock } from './run-clock.ts'

const DAY_SECONDS = 86_400
const HOUR_MS = 3_600_000

function movable() {
  let seconds = 0
  const time: Clock = {
    now: async () => new Date(Date.now() + seconds * 1_000),
    recentNow: () => new Date(Date.now() + seconds * 1_000),
    offsetSeconds: async () => seconds,
    isMovable: true,
  }
  const move = (days: number) => {
    seconds += days * DAY_SECONDS
  }
  return { time, move }
}

describe('a moved clock', () => {
  it('runs every job at once, one after the other in the order of the list, with the moved time', async () => {
    const { time, move } = movable()
    const seen: string[] = []
    const job = (name: string, tookMs: number): ClockJob => ({
      name,
      everyMs: HOUR_MS,
      run: async (_, now) => {
        const daysAhead = Math.round((now.getTime() - Date.now()) / (DAY_SECONDS * 1_000))
        await new Promise((resolve) => setTimeout(resolve, tookMs))
        seen.push(`${name} on day ${daysAhead}`)
        if (name === 'mature') throw new Error('this one fails')
        return 1
      },
    })
    const desk = {} as JobDesk
    const running = runClock([job('sweep', 40), job('mature', 20), job('pay out', 0)], { desk, time }, () => {})
    await expect.poll(() => seen.length).toBe(3)
    seen.length = 0
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(seen).toEqual([])
    move(7)
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['sweep on day 7', 'mature on day 7', 'pay out on day 7'])
    await running.stop()
  })
})
