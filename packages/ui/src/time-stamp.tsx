'use client'
// A moment, relative to now; hover or focus shows it exactly, in UTC and where you are.
import { useEffect, useState } from 'react'
import { classNames } from './class-names.ts'
import { exactUtc, relativeTime } from './relative-time.ts'
import { useTimeAhead } from './time-ahead.tsx'
import { Tooltip } from './tooltip.tsx'

const REFRESH_MS = 30_000

/** Pass `now` from the server so that both drawings agree; it moves on by itself afterwards. */
export function TimeStamp({ at, now, className }: { at: Date | string; now?: Date | string; className?: string }) {
  const moment = new Date(at)
  const aheadMs = useTimeAhead()
  const [current, setCurrent] = useState(() => new Date(now ?? Date.now() + aheadMs))
  useEffect(() => {
    const timer = setInterval(() => setCurrent(new Date(Date.now() + aheadMs)), REFRESH_MS)
    return () => clearInterval(timer)
  }, [aheadMs])
  const here = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <Tooltip
      text={
        <>
          <span className="block">{exactUtc(moment)}</span>
          <span className="block opacity-80" suppressHydrationWarning>
            {here} here
          </span>
        </>
      }
    >
      <time
        dateTime={moment.toISOString()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact moment must be reachable without a mouse
        tabIndex={0}
        suppressHydrationWarning
        className={classNames('whitespace-nowrap rounded', className)}
      >
        {relativeTime(moment, current)}
        <span className="sr-only">, {exactUtc(moment)}</span>
      </time>
    </Tooltip>
  )
}
