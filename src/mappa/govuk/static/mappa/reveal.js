// A field that belongs to one answer is shown while that answer is chosen. Without JavaScript it always shows.
function follow(revealed) {
  const { revealName: name, revealAnswer: answer } = revealed.dataset;
  const controls = [...revealed.closest("form").elements].filter((control) => control.name === name);
  const chosen = (control) => (control.matches("select") || control.checked) && control.value === answer;
  const draw = () => { revealed.hidden = !controls.some(chosen); };
  controls.forEach((control) => control.addEventListener("change", draw));
  draw();
}

export function startReveals() {
  document.querySelectorAll("[data-reveal-name]").forEach(follow);
}
