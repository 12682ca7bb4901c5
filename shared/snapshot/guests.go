package snapshot

// ExternalIdentities are rules for people from outside.
type ExternalIdentities struct {
	AllowExternalIdentitiesToLeave    Value[bool] `json:"allowExternalIdentitiesToLeave,omitzero"`
	AllowDeletedIdentitiesDataRemoval Value[bool] `json:"allowDeletedIdentitiesDataRemoval,omitzero"`
}

// AccessReview is a recurring question whether people still need their access.
type AccessReview struct {
	ID                       string                `json:"id"`
	DisplayName              string                `json:"displayName"`
	Status                   string                `json:"status"`
	Scope                    Value[ReviewScope]    `json:"scope,omitzero"`
	InstanceEnumerationScope Value[ReviewScope]    `json:"instanceEnumerationScope,omitzero"`
	Reviewers                []ReviewScope         `json:"reviewers"`
	FallbackReviewers        []ReviewScope         `json:"fallbackReviewers"`
	Stages                   []ReviewStage         `json:"stageSettings"`
	Settings                 Value[ReviewSettings] `json:"settings,omitzero"`
}

// ReviewScope is what is reviewed or who reviews, as a query of Graph.
type ReviewScope struct {
	Type            string        `json:"@odata.type"`
	Query           string        `json:"query"`
	QueryType       string        `json:"queryType"`
	ScopeType       string        `json:"scopeType"` // the form without a query, such as "guestUsers" or "group"
	PrincipalScopes []ReviewScope `json:"principalScopes"`
	ResourceScopes  []ReviewScope `json:"resourceScopes"`
}

// ReviewStage is one step of a review in several steps, with reviewers of its own.
type ReviewStage struct {
	Reviewers []ReviewScope `json:"reviewers"`
}

// ReviewSettings say how a review goes.
type ReviewSettings struct {
	MailNotificationsEnabled     Value[bool]       `json:"mailNotificationsEnabled,omitzero"`
	ReminderNotificationsEnabled Value[bool]       `json:"reminderNotificationsEnabled,omitzero"`
	AutoApplyDecisionsEnabled    Value[bool]       `json:"autoApplyDecisionsEnabled,omitzero"`
	DefaultDecisionEnabled       Value[bool]       `json:"defaultDecisionEnabled,omitzero"`
	DefaultDecision              Value[string]     `json:"defaultDecision,omitzero"`
	InstanceDurationInDays       Value[int64]      `json:"instanceDurationInDays,omitzero"`
	Recurrence                   Value[Recurrence] `json:"recurrence,omitzero"`
}

// Recurrence says how often something happens and until when.
type Recurrence struct {
	Pattern Value[RecurrencePattern] `json:"pattern,omitzero"`
	Range   Value[RecurrenceRange]   `json:"range,omitzero"`
}

// RecurrencePattern is the rhythm: Type is "weekly", "absoluteMonthly" and so on.
type RecurrencePattern struct {
	Type     string       `json:"type"`
	Interval Value[int64] `json:"interval,omitzero"`
}

// RecurrenceRange is how long it goes on: Type is "noEnd", "endDate" or "numbered".
type RecurrenceRange struct {
	Type                string       `json:"type"`
	EndDate             string       `json:"endDate"`
	NumberOfOccurrences Value[int64] `json:"numberOfOccurrences,omitzero"`
}
