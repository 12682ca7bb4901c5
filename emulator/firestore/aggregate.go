package firestore

import (
	"fmt"
	"math"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	maxAggregations = 5
	// entriesPerRead is how many index entries an aggregation may look at for the price of one read.
	entriesPerRead = 1000
)

// An aggregation is one figure over a query's result.
type aggregation struct {
	alias string
	of    fieldPath // nil: it counts
	mean  bool
	upTo  int64 // a count stops here; 0: never

	count int64
	whole int64   // the sum as long as it is an integer
	sum   float64 // the sum once it is not
	float bool
}

// RunAggregationQuery implements the method of that name.
func (p *port) RunAggregationQuery(req *pb.RunAggregationQueryRequest, stream pb.Firestore_RunAggregationQueryServer) error {
	db, parent, err := p.queryable(req.GetParent(), req.GetExplainOptions())
	if err != nil {
		return err
	}
	asked := req.GetStructuredAggregationQuery()
	q, err := newPlan(db, parent, asked.GetStructuredQuery())
	if err != nil {
		return err
	}
	aggs, err := parseAggregations(asked.GetAggregations())
	if err != nil {
		return err
	}
	for _, a := range aggs {
		if a.of != nil {
			q.lookAt(a.of)
		}
	}
	ss, err := p.server.session(db, selector{
		transaction: req.GetTransaction(), begin: req.GetNewTransaction(), readTime: req.GetReadTime(),
	})
	if err != nil {
		return err
	}
	defer ss.leave()
	ss.noteQuery(q)
	res := &pb.RunAggregationQueryResponse{Transaction: ss.newID()}
	var looked int
	err = ss.read(func(v *view) error {
		res.ReadTime = timestamppb.New(v.readTime)
		looked, err = aggregate(v, q, aggs)
		return err
	})
	if err != nil {
		return err
	}
	p.server.reads.Add(int64(max(1, (looked+entriesPerRead-1)/entriesPerRead)))
	res.Result = &pb.AggregationResult{AggregateFields: map[string]*pb.Value{}}
	for _, a := range aggs {
		res.Result.AggregateFields[a.alias] = a.result()
	}
	return stream.Send(res)
}

func parseAggregations(asked []*pb.StructuredAggregationQuery_Aggregation) ([]*aggregation, error) {
	if len(asked) == 0 {
		return nil, status.Error(codes.InvalidArgument, "Aggregations can not be empty.")
	}
	if len(asked) > maxAggregations {
		return nil, status.Errorf(codes.InvalidArgument, "a query has at most %d aggregations", maxAggregations)
	}
	aggs := make([]*aggregation, len(asked))
	taken := map[string]bool{}
	for i, a := range asked {
		agg, err := parseAggregation(a)
		if err != nil {
			return nil, err
		}
		if agg.alias == "" {
			agg.alias = fmt.Sprintf("field_%d", i+1)
		}
		if taken[agg.alias] {
			return nil, status.Errorf(codes.InvalidArgument, "two aggregations have the alias %q", agg.alias)
		}
		taken[agg.alias] = true
		aggs[i] = agg
	}
	return aggs, nil
}

func parseAggregation(a *pb.StructuredAggregationQuery_Aggregation) (*aggregation, error) {
	agg := &aggregation{alias: a.GetAlias()}
	var of *pb.StructuredQuery_FieldReference
	switch op := a.GetOperator().(type) {
	case *pb.StructuredAggregationQuery_Aggregation_Count_:
		if up := op.Count.GetUpTo(); up != nil {
			if agg.upTo = up.GetValue(); agg.upTo <= 0 {
				return nil, status.Error(codes.InvalidArgument, "a count's up_to is not positive")
			}
		}
		return agg, nil
	case *pb.StructuredAggregationQuery_Aggregation_Sum_:
		of = op.Sum.GetField()
	case *pb.StructuredAggregationQuery_Aggregation_Avg_:
		of, agg.mean = op.Avg.GetField(), true
	default:
		return nil, status.Error(codes.InvalidArgument, "an aggregation has no kind")
	}
	var err error
	agg.of, err = parseFieldPath(of.GetFieldPath())
	return agg, err
}

// aggregate runs q. A document without one of the fields summed is left out of every figure, as with Firestore, where
// one index answers them all.
func aggregate(v *view, q *plan, aggs []*aggregation) (looked int, err error) {
	if most, only := onlyCounts(aggs); only && most > 0 && (q.limit < 0 || q.limit > most) {
		q.limit = most
	}
	values := make([]*pb.Value, len(aggs))
	return q.each(v, func(c *candidate) {
		for i, a := range aggs {
			if a.of == nil {
				continue
			}
			if values[i] = a.of.get(c.fields); values[i] == nil {
				return
			}
		}
		for i, a := range aggs {
			a.add(values[i])
		}
	})
}

// onlyCounts reports whether every aggregation is a count, and the most any of them asks for; 0: no end.
func onlyCounts(aggs []*aggregation) (most int, only bool) {
	for _, a := range aggs {
		if a.of != nil {
			return 0, false
		}
	}
	for _, a := range aggs {
		if a.upTo == 0 {
			return 0, true
		}
		most = max(most, int(min(a.upTo, math.MaxInt32)))
	}
	return most, true
}

func (a *aggregation) add(v *pb.Value) {
	if a.of == nil {
		a.count++
		return
	}
	if rankOf(v) != rankNumber {
		return
	}
	a.count++
	a.sum += float(v)
	i, ok := v.GetValueType().(*pb.Value_IntegerValue)
	if !ok {
		a.float = true
		return
	}
	if n := saturatingAdd(a.whole, i.IntegerValue); n-i.IntegerValue == a.whole {
		a.whole = n
	} else {
		a.float = true
	}
}

func (a *aggregation) result() *pb.Value {
	switch {
	case a.of == nil && a.upTo > 0:
		return integer(min(a.count, a.upTo))
	case a.of == nil:
		return integer(a.count)
	case a.mean && a.count == 0:
		return &pb.Value{ValueType: &pb.Value_NullValue{}}
	case a.mean:
		return double(a.sum / float64(a.count))
	case a.float:
		return double(a.sum)
	}
	return integer(a.whole)
}
