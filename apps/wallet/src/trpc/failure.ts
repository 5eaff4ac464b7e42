// A procedure's failure as a page tells of it.
export { failureOf } from '@farebox/web/failure'
