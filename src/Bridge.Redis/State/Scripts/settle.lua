-- Does what had to wait: announces a count that was held back, reports departures whose grace has ended.
if get('count_held') == 1 then
  if get('count_due') <= now then
    advance()
    announce_count()
  else
    settle_at(get('count_due'))
  end
end

if get('occupied') == 1 then
  report_departures()
end

forget_if_unused()
return { activities, string.format('%.0f', due) }
