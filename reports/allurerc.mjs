// Allure's configuration for the runs in this folder; the package carries the same one for runs elsewhere.
// Change it here to have a report of your own, for example with a history over several runs.
export { default } from "../conformance/evidence/allurerc.mjs";
