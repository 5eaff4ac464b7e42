// TanStack Query, the same on the server and in the browser.
export { newQueryClient } from '@farebox/web/query-client'
