export { fillDemo } from './fill.ts'
export { demoSignIns } from './people.ts'
