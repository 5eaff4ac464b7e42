// A limit in words, and how far its period is.
import type { ConnectedApp } from '../../../trpc/answers'

export const periodWords = { day: 'a day', week: 'a week', month: 'a month' } as const
const thisPeriod = { day: 'Today', week: 'This week', month: 'This month' } as const

export const limitLabel = ({ period }: Pick<ConnectedApp, 'period'>) => thisPeriod[period]

/** 0 at the beginning of the period, 1 at its end. */
export function periodShare({ startsAt, resetsAt }: Pick<ConnectedApp, 'startsAt' | 'resetsAt'>, now: Date): number {
  return (now.getTime() - startsAt.getTime()) / (resetsAt.getTime() - startsAt.getTime())
}
