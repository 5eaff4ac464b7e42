export { AppError, type AppErrorOptions, asAppError } from './app-error.ts'
export { assert, assertNever } from './assert.ts'
export { type ErrorCode, type ErrorEntry, type ErrorType, errorCodes, errorEntry } from './codes.ts'
