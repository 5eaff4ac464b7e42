// The door to Farebox's time.
export { advanceClock, type ClockDesk, type MovedClock, setStandInClock } from './development-clock/advance-clock.ts'
export { type Clock, openClock } from './development-clock/clock.ts'
