/// Two studies that Optuna 5.0 wrote (Python 3.11): an enqueued trial, every kind of parameter, pruned, failed and running
/// trials, an infinite value, and a second study of two objectives.
enum GoldenJournal {
  static let text = #"""
    {"op_code":0,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_name":"golden","directions":[2]}
    {"op_code":2,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"user_attr":{"who":"\u00e4rzte \"x\""}}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":null,"state":4,"value":null,"values":null,"distributions":{},"params":{},"user_attrs":{},"system_attrs":{"fixed_params":{"lr":0.001,"o":"sgd"}},"intermediate_values":{}}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"state":0,"values":null,"datetime_start":"2026-11-21T08:16:53.100064+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"lr","param_value_internal":0.001,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"q","param_value_internal":0.5,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"n","param_value_internal":7.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"m","param_value_internal":8.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"o","param_value_internal":1,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"param_name":"mom","param_value_internal":0.29930924690552135,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0, \"high\": 0.99, \"log\": false}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"step":1,"intermediate_value":0.001}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"step":2,"intermediate_value":0.002}
    {"op_code":8,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"user_attr":{"note":"n0"}}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":0,"state":1,"values":[0.001],"datetime_complete":"2026-11-21T08:16:53.137983+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.138595+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"param_name":"lr","param_value_internal":3.863879405158732e-05,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"param_name":"q","param_value_internal":0.1,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"param_name":"n","param_value_internal":2.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"param_name":"m","param_value_internal":20.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"param_name":"o","param_value_internal":5,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"step":1,"intermediate_value":3.863879405158732e-05}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"step":2,"intermediate_value":7.727758810317464e-05}
    {"op_code":8,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"user_attr":{"note":"n1"}}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":1,"state":1,"values":[3.863879405158732e-05],"datetime_complete":"2026-11-21T08:16:53.170191+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.170786+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"param_name":"lr","param_value_internal":1.2869165107815022e-05,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"param_name":"q","param_value_internal":0.7000000000000001,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"param_name":"n","param_value_internal":4.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"param_name":"m","param_value_internal":37.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"param_name":"o","param_value_internal":3,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"step":1,"intermediate_value":1.2869165107815022e-05}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":2,"state":2,"values":[1.2869165107815022e-05],"datetime_complete":"2026-11-21T08:16:53.220510+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.222803+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"param_name":"lr","param_value_internal":0.032029975700290474,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"param_name":"q","param_value_internal":0.9,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"param_name":"n","param_value_internal":1.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"param_name":"m","param_value_internal":8.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"param_name":"o","param_value_internal":4,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"step":1,"intermediate_value":0.032029975700290474}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"step":2,"intermediate_value":0.06405995140058095}
    {"op_code":8,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"user_attr":{"note":"n3"}}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":3,"state":1,"values":[0.032029975700290474],"datetime_complete":"2026-11-21T08:16:53.228945+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.229458+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"param_name":"lr","param_value_internal":0.005854751355295724,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"param_name":"q","param_value_internal":0.30000000000000004,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"param_name":"n","param_value_internal":7.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"param_name":"m","param_value_internal":80.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"param_name":"o","param_value_internal":2,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"step":1,"intermediate_value":0.005854751355295724}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"step":2,"intermediate_value":0.011709502710591449}
    {"op_code":8,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"user_attr":{"note":"n4"}}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":4,"state":3,"values":null,"datetime_complete":"2026-11-21T08:16:53.235068+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.262008+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"param_name":"lr","param_value_internal":2.5876410154210496e-05,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"param_name":"q","param_value_internal":0.5,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"param_name":"n","param_value_internal":9.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"param_name":"m","param_value_internal":17.0,"distribution":"{\"name\": \"IntDistribution\", \"attributes\": {\"log\": true, \"step\": 1, \"low\": 8, \"high\": 128}}"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"param_name":"o","param_value_internal":3,"distribution":"{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [\"adam\", \"sgd\", null, true, 3, 0.5]}}"}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"step":0,"intermediate_value":0.0}
    {"op_code":7,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"step":1,"intermediate_value":2.5876410154210496e-05}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":5,"state":2,"values":[2.5876410154210496e-05],"datetime_complete":"2026-11-21T08:16:53.280806+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.282590+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":6,"param_name":"lr","param_value_internal":0.0009253214657642581,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":0,"datetime_start":"2026-11-21T08:16:53.283593+00:00","state":1,"value":Infinity,"values":null,"datetime_complete":"2026-11-21T08:16:53.283593+00:00","distributions":{"lr":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}"},"params":{"lr":0.01},"user_attrs":{},"system_attrs":{},"intermediate_values":{"0":0.1,"1":NaN}}
    {"op_code":0,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_name":"other","directions":[1,2]}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":1,"datetime_start":"2026-11-21T08:16:53.287523+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":8,"param_name":"x","param_value_internal":0.23275406470097892,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0, \"high\": 1.0, \"log\": false}}"}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":8,"state":1,"values":[0.23275406470097892,1.0],"datetime_complete":"2026-11-21T08:16:53.288967+00:00"}
    {"op_code":4,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","study_id":1,"datetime_start":"2026-11-21T08:16:53.289530+00:00"}
    {"op_code":5,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":9,"param_name":"x","param_value_internal":0.34610032041481353,"distribution":"{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0, \"high\": 1.0, \"log\": false}}"}
    {"op_code":6,"worker_id":"6a320af2-b285-497f-b543-9609ade9ee5a-1","trial_id":9,"state":1,"values":[0.34610032041481353,1.0],"datetime_complete":"2026-11-21T08:16:53.290759+00:00"}

    """#
}
