// Configuration of the Allure 3 report of a conformance run.
export default {
  name: "Symphony API conformance",
  categories: [
    {
      name: "The target breaks a documented promise",
      matchers: { statuses: ["failed"] },
      groupBy: [{ label: "feature" }, "severity"],
    },
    { name: "Trouble in the suite itself", matchers: { statuses: ["broken"] } },
    { name: "Not tested: blocked by an earlier step", matchers: { statuses: ["skipped"], message: /blocked/ } },
    { name: "Not tested: withheld by the profile", matchers: { statuses: ["skipped"], message: /withheld/ } },
    { name: "Not applicable to this target", matchers: { statuses: ["skipped"], message: /not.applicable/ } },
  ],
};
