export { browserParts, originOf, roughBrowser, shortAddress } from './origin.ts'
export { activityGroups, activityTimes, allActivity, listActivity, type ActivityGroup, type ActivityLine, type ActivitySelection, type ActivityTime } from './list.ts'
export { activityKinds, recordActivity, type ActivityKind, type Origin } from './store.ts'
