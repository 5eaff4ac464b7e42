// A procedure's failure as a page tells of it.
export { type Failure, failureOf } from '@farebox/web/failure'
