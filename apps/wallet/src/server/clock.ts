// What time it is for Farebox: the machine's, except where somebody moved it in development. Sign-in keeps the machine's.
import 'server-only'
import { type Clock, openClock } from '@farebox/billing/clock'
import { env } from '../env'
import { database } from './database'

let opened: Clock | undefined

export function clock(): Clock {
  opened ??= openClock(database(), env().FAREBOX_ENV)
  return opened
}
