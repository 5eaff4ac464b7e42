// Farebox's time: the machine's, in development plus the days somebody moved it by.
import 'server-only'
import { type Clock, openClock } from '@farebox/billing/clock'
import { env } from '../env'
import { database } from './database'

let opened: Clock | undefined

export function clock(): Clock {
  opened ??= openClock(database(), env().FAREBOX_ENV)
  return opened
}
